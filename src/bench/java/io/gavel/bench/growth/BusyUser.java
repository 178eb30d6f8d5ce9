package io.gavel.bench.growth;

import io.gavel.bench.measure.Figures;
import io.gavel.bench.scenario.Pace;
import io.gavel.bench.server.Launcher;
import io.gavel.bench.server.Server;

/** Somebody who is in more and more meetings and their chats, and has read none of the invitations. */
record BusyUser(String name, int meetings, Pace pace) implements Line {
    private static final int PEOPLE = 3;
    private static final int BUSY = 3_000_000;
    private static final int OTHERS = 1_000;
    private static final int OPEN = 10;

    @Override
    public Figures run(Launcher launcher, Server server, boolean first) {
        var person = "CASE j WHEN 1 THEN %d ELSE %d + (2 * n + j) %% %d END".formatted(BUSY, BUSY + 1, OTHERS);
        var ids = Rows.meetings(server, "Busy", meetings, OPEN, PEOPLE, person);
        return new Costs(launcher, server, first, pace)
                .rest("list", asking("/api/meeting/list"))
                .rest("list of what is on", asking("/api/meeting/list?status=Scheduled,InProgress"))
                .rest("chats", asking("/api/conversation/list"))
                .rest("notifications", asking("/api/notification/list"))
                .rest("join", (costs, random) -> {
                    var id = ids.get(meetings - 1 - random.nextInt(OPEN));
                    return costs.ask("POST", "/api/meeting/" + id + "/join", BUSY, "");
                })
                .figures();
    }

    private static Costs.Asking asking(String path) {
        return (costs, random) -> costs.ask("GET", path, BUSY, "");
    }
}
