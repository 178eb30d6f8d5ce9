package io.gavel.config;

import java.time.Duration;

/**
 * The times that govern a meeting and what belongs to it; all but one are above zero.
 *
 * @param eventDays for how many days after a meeting's end its events are kept
 * @param notificationDays for how many days a notification is kept that was read
 * @param messageDays for how many days messages are kept; 0 for ever
 * @param auditDays for how many days the audit is kept
 * @param longest after how long a meeting is ended by the system
 * @param unconfirmed how long an admission without a bridge session counts against the capacity
 * @param empty after how long an empty meeting is completed
 * @param noShow how long past its planned end a meeting that nobody joined is cancelled
 * @param sweepEvery how often due meetings are looked for
 * @param grace how long a lost session waits for its user to come back
 * @param lease how long a node that gives no sign of life keeps its sessions
 * @param offline how long a user without a connection still counts as online
 * @param mediaMissing after how long somebody inside who is not in Jitsi's room is told to be missing there
 * @param observeEvery how long after one look at a room in Jitsi the next one counts
 * @param evidence for how long it counts what Jitsi told and does not take back, while nothing more is heard of a meeting
 */
public record Meetings(
        int eventDays,
        int notificationDays,
        int messageDays,
        int auditDays,
        Duration longest,
        Duration unconfirmed,
        Duration empty,
        Duration noShow,
        Duration sweepEvery,
        Duration grace,
        Duration lease,
        Duration offline,
        Duration mediaMissing,
        Duration observeEvery,
        Duration evidence) {}
