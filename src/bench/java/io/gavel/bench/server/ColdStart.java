package io.gavel.bench.server;

/** What it took until the first 200 of a server's health. */
public record ColdStart(double wallMillis, double cpuMillis, double residentMebibytes) {}
