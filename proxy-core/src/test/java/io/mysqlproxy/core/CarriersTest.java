package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarriersTest {
    private Carriers carriers;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(CarrierThreads.obstacle().isEmpty(), "this run is on the JDK's scheduler");
        carriers = new Carriers(2, ":0");
    }

    @AfterEach
    void end() {
        if (carriers != null) {
            carriers.close();
        }
    }

    @Test
    void aFurtherOneIsStartedOnlyWhenThereIsUseForIt() {
        Place first = entered();
        first.leave();
        Place again = entered();
        Place overlapping = entered();
        Place third = entered();

        assertThat(again).isSameAs(first);
        assertThat(overlapping).isSameAs(first);
        assertThat(third).isNotSameAs(first);
    }

    @Test
    void theNextSessionGoesWhereThereAreFewest() {
        Place home = entered();
        entered();
        Place other = entered();
        entered();
        entered();
        assertThat(((Carrier) home).sessions()).isEqualTo(3);
        other.leave();
        other.leave();

        assertThat(entered()).isSameAs(other);
    }

    @Test
    void whatIsUnparkedAfterTheEndStillRuns() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Thread late = carriers.nextPlace().newThread(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        late.start();
        carriers.close();
        assertThat(late.isAlive()).isTrue();

        release.countDown();

        late.join();
    }

    @Test
    void whatIsStartedAfterTheEndStillRuns() throws Exception {
        Thread late = carriers.nextPlace().newThread(() -> {});
        carriers.close();

        late.start();

        late.join();
    }

    private Place entered() {
        Place place = carriers.nextPlace();
        place.enter();
        return place;
    }
}
