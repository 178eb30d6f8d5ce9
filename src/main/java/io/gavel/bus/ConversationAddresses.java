package io.gavel.bus;

import io.gavel.conversation.ConversationDetail;
import io.gavel.conversation.ConversationPage;
import io.gavel.conversation.ConversationRequests.AddMembers;
import io.gavel.conversation.ConversationRequests.Changed;
import io.gavel.conversation.ConversationRequests.CountUnread;
import io.gavel.conversation.ConversationRequests.CreateConversation;
import io.gavel.conversation.ConversationRequests.Created;
import io.gavel.conversation.ConversationRequests.DeleteMessage;
import io.gavel.conversation.ConversationRequests.EditMessage;
import io.gavel.conversation.ConversationRequests.FindConversation;
import io.gavel.conversation.ConversationRequests.ListConversations;
import io.gavel.conversation.ConversationRequests.ListMessages;
import io.gavel.conversation.ConversationRequests.MarkRead;
import io.gavel.conversation.ConversationRequests.News;
import io.gavel.conversation.ConversationRequests.React;
import io.gavel.conversation.ConversationRequests.ReadNews;
import io.gavel.conversation.ConversationRequests.RemoveMember;
import io.gavel.conversation.ConversationRequests.SearchMessages;
import io.gavel.conversation.ConversationRequests.SendMessage;
import io.gavel.conversation.ConversationRequests.UnreadCounts;
import io.gavel.conversation.Message;
import io.gavel.conversation.MessagePage;

/** The addresses of conversations; what {@link Addresses} says of all of them holds here. */
public final class ConversationAddresses {
    private ConversationAddresses() {}

    // http → store; a conversation of which the caller is no member is NOT_FOUND in all of them

    /** Problems: IDEMPOTENCY_MISMATCH. */
    public static final RequestAddress<CreateConversation, Created> CREATE_CONVERSATION =
            new RequestAddress<>("store.conversation.create", CreateConversation.class, Created.class);

    public static final RequestAddress<FindConversation, ConversationDetail> FIND_CONVERSATION =
            new RequestAddress<>("store.conversation.find", FindConversation.class, ConversationDetail.class);

    public static final RequestAddress<ListConversations, ConversationPage> LIST_CONVERSATIONS =
            new RequestAddress<>("store.conversation.list", ListConversations.class, ConversationPage.class);

    /** Problems: FORBIDDEN, INVALID_REQUEST, MEMBERS_FIXED. */
    public static final RequestAddress<AddMembers, ConversationDetail> ADD_MEMBERS =
            new RequestAddress<>("store.conversation.add", AddMembers.class, ConversationDetail.class);

    /** Problems: FORBIDDEN, MEMBERS_FIXED. */
    public static final RequestAddress<RemoveMember, Done> REMOVE_MEMBER =
            new RequestAddress<>("store.conversation.remove", RemoveMember.class, Done.class);

    public static final RequestAddress<ListMessages, MessagePage> LIST_MESSAGES =
            new RequestAddress<>("store.message.list", ListMessages.class, MessagePage.class);

    public static final RequestAddress<SearchMessages, MessagePage> SEARCH_MESSAGES =
            new RequestAddress<>("store.message.search", SearchMessages.class, MessagePage.class);

    /** Problems: INVALID_REQUEST, CHAT_DISABLED, MEETING_ENDED, MEETING_CANCELLED. Asked by the bridge, too. */
    public static final RequestAddress<SendMessage, Message> SEND_MESSAGE =
            new RequestAddress<>("store.message.send", SendMessage.class, Message.class);

    /** Problems: FORBIDDEN, MESSAGE_FINAL. */
    public static final RequestAddress<EditMessage, Message> EDIT_MESSAGE =
            new RequestAddress<>("store.message.edit", EditMessage.class, Message.class);

    /** Problems: FORBIDDEN, MESSAGE_FINAL. */
    public static final RequestAddress<DeleteMessage, Done> DELETE_MESSAGE =
            new RequestAddress<>("store.message.delete", DeleteMessage.class, Done.class);

    /** Problems: INVALID_REQUEST, MESSAGE_FINAL. */
    public static final RequestAddress<React, Message> REACT =
            new RequestAddress<>("store.message.react", React.class, Message.class);

    /** Asked by the bridge, too. */
    public static final RequestAddress<MarkRead, Changed> MARK_READ =
            new RequestAddress<>("store.message.read", MarkRead.class, Changed.class);

    // bridge → store

    public static final RequestAddress<ReadNews, News> READ_NEWS =
            new RequestAddress<>("store.conversation.news", ReadNews.class, News.class);

    public static final RequestAddress<CountUnread, UnreadCounts> COUNT_UNREAD =
            new RequestAddress<>("store.conversation.unread", CountUnread.class, UnreadCounts.class);
}
