package io.gavel.http.limit;

/**
 * An address that requests come from.
 *
 * @param network what is counted: the address, of IPv6 the first 64 bits, which is what one subscriber has of it
 * @param isProxy whether it stands for many, who cannot be told apart by it
 * @param isUnlimited whether none of its requests is counted
 * @param isPrivate whether nobody has it on the internet
 */
record Client(String network, boolean isProxy, boolean isUnlimited, boolean isPrivate) {
    Client asProxy() {
        return new Client(network, true, isUnlimited, isPrivate);
    }
}
