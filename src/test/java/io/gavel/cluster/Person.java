package io.gavel.cluster;

/**
 * Who a client is to the nodes.
 *
 * @param token as the platform signs it
 */
public record Person(String id, String token) {}
