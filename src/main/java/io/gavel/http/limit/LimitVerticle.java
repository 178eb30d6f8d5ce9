package io.gavel.http.limit;

import io.gavel.bus.Bus;
import io.gavel.bus.LimitAddresses;
import io.gavel.limit.LimitRequests.ShareSpending;
import io.gavel.limit.LimitRequests.SharedSpending;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other nodes once a second who asks for much, and hears of it from them: one statement, and none where nobody does. */
public final class LimitVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LimitVerticle.class);
    private static final long PERIOD_MILLIS = 1000;
    private static final int MOST = 1000;

    private final Bus bus;
    private final Throttle throttle;
    private boolean isTelling;

    public LimitVerticle(Bus bus, Throttle throttle) {
        this.bus = bus;
        this.throttle = throttle;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(PERIOD_MILLIS, tick -> tell());
        return Future.succeededFuture();
    }

    private void tell() {
        var listed = isTelling ? List.<Allowance>of() : throttle.takeListed(MOST);
        if (listed.isEmpty()) {
            return;
        }
        isTelling = true;
        var now = System.nanoTime();
        var spendings = listed.stream().map(allowance -> allowance.tell(now)).toList();
        bus.request(LimitAddresses.SHARE_SPENDING, new ShareSpending(spendings))
                .onSuccess(shared -> learn(listed, shared))
                // Each node goes on by itself then.
                .onFailure(failure -> LOG.debug("the other nodes were not told who asks for much", failure))
                .onComplete(done -> isTelling = false);
    }

    private static void learn(List<Allowance> listed, SharedSpending shared) {
        var now = System.nanoTime();
        for (var allowance : listed) {
            var ahead = shared.ahead().get(allowance.key());
            if (ahead != null) {
                allowance.learn(ahead, now);
            }
        }
    }
}
