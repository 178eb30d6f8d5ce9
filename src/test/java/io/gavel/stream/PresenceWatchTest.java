package io.gavel.stream;

import static io.gavel.stream.WatchedUsers.PERIOD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresenceWatchTest {
    private final WatchedUsers users = new WatchedUsers();
    private final UUID phone = UUID.randomUUID();
    private final UUID laptop = UUID.randomUUID();

    @Test
    void changesAreToldFromTheAnswerOn() {
        users.online.add("bob");
        assertThat(users.watching(phone, "ann", "bob", "cid")).containsExactly("bob");
        users.timers.pass(PERIOD.multipliedBy(2));
        assertThat(users.told).isEmpty();

        users.online.remove("bob");
        users.online.add("cid");
        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("ann: -bob +cid");
    }

    @Test
    void whatChangesWithinASecondAndBackIsNotTold() {
        users.watching(phone, "ann", "bob");
        users.timers.pass(PERIOD);

        users.online.add("bob");
        users.online.remove("bob");
        users.timers.pass(PERIOD);

        assertThat(users.told).isEmpty();
    }

    @Test
    void allAreAskedAboutInOneQuestionASecondAndOnlyWhileSomebodyWatches() {
        users.watching(phone, "ann", "bob", "cid");
        users.watching(laptop, "dan", "cid", "eve");
        users.timers.pass(PERIOD.multipliedBy(3));
        assertThat(users.questions).hasSize(3);
        assertThat(users.questions.get(0)).containsExactlyInAnyOrder("bob", "cid", "eve");

        users.watch.end(phone);
        users.watch.end(laptop);
        users.timers.pass(Duration.ofMinutes(1));

        assertThat(users.questions).hasSize(3);
        assertThat(users.timers.isIdle()).isTrue();
    }

    @Test
    void anotherSetTakesThePlaceOfTheFirst() {
        users.watching(phone, "ann", "bob");
        users.watching(phone, "ann", "cid");

        users.online.addAll(Set.of("bob", "cid"));
        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("ann: +cid");
    }

    @Test
    void twoDevicesOfOneWatcherAreToldOnce() {
        users.watching(phone, "ann", "bob", "cid");
        users.watching(laptop, "ann", "bob", "dan");

        users.online.addAll(Set.of("bob", "cid", "dan"));
        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("ann: +bob +cid +dan");
    }

    @Test
    void strangersAreNotTold() {
        users.strangers.add("ann");
        users.watching(phone, "ann", "bob");
        users.watching(laptop, "dan", "bob");

        users.online.add("bob");
        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("dan: +bob");
    }

    @Test
    void whoSharesIsAskedWhenThereIsSomethingToTellAndKeptForAMinute() {
        users.watching(phone, "ann", "bob");
        users.timers.pass(PERIOD);
        assertThat(users.sharingQuestions).isEmpty();
        for (int i = 0; i < 10; i++) {
            users.flip("bob");
        }
        assertThat(users.sharingQuestions).hasSize(1);

        users.timers.pass(Duration.ofMinutes(1));
        users.strangers.add("ann");
        users.told.clear();
        users.flip("bob");

        assertThat(users.sharingQuestions).hasSize(2);
        assertThat(users.told).isEmpty();
    }

    @Test
    void whoComesTogetherAfterwardsIsToldOfTheNextChange() {
        users.strangers.add("ann");
        users.watching(phone, "ann", "bob");
        users.flip("bob");
        assertThat(users.told).isEmpty();

        users.strangers.remove("ann");
        users.flip("bob");

        assertThat(users.told).containsExactly("ann: -bob");
    }

    @Test
    void aThousandWhoWatchEachOtherAreOneDeliveryEach() {
        var room = IntStream.range(0, 1000).mapToObj(i -> "user-" + i).toList();
        var some = room.subList(0, 200).toArray(String[]::new);
        room.forEach(user -> users.watching(UUID.randomUUID(), user, some));

        users.online.addAll(room.subList(0, 10));
        users.timers.pass(PERIOD);

        assertThat(users.told).hasSize(1000);
        assertThat(users.questions).hasSize(1);
        assertThat(users.sharingQuestions).hasSize(5).allMatch(pairs -> pairs.size() <= 2000);
    }

    @Test
    void whoIsConnectedHereIsOnlineWhateverTheDatabaseKnows() {
        users.watching(phone, "ann", "bob");
        users.here.add("bob");
        users.timers.pass(PERIOD);

        users.online.add("bob");
        users.here.remove("bob");
        users.timers.pass(PERIOD);

        assertThat(users.told).containsExactly("ann: +bob");
    }
}
