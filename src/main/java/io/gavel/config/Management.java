package io.gavel.config;

/**
 * Where health and metrics are served.
 *
 * @param host a host name, or an IP address without brackets
 * @param port 0 for any free port
 */
public record Management(String host, int port) {}
