package io.gavel.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(200, 400, 0);

    @Test
    void burstGoesThroughAtOnceAndNoMore() {
        assertThat(taken(1000, 0)).isEqualTo(400);
    }

    @Test
    void afterTheBurstItIsTheRateThatGoesThrough() {
        taken(1000, 0);

        assertThat(taken(1000, TimeUnit.SECONDS.toNanos(1))).isEqualTo(200);
    }

    @Test
    void restBringsNoMoreThanABurst() {
        taken(1000, 0);

        assertThat(taken(1000, TimeUnit.HOURS.toNanos(1))).isEqualTo(400);
    }

    private long taken(int frames, long nanos) {
        return IntStream.range(0, frames).filter(i -> bucket.take(nanos)).count();
    }
}
