package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarriersTest {
    private static final long LONG = TimeUnit.HOURS.toNanos(1);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(1);

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
        first.leave(LONG);
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
        other.leave(LONG);
        other.leave(LONG);

        assertThat(entered()).isSameAs(other);
    }

    @Test
    void whoComesAfterOneThatWentSoonStartsWhereItWasAccepted() {
        Place home = entered();
        entered();
        for (int i = 0; i < 10; i++) {
            entered().leave(SHORT);
        }

        Place third = entered();
        Place fourth = entered();

        assertThat(third).isSameAs(home);
        assertThat(fourth).isNotSameAs(home);
    }

    @Test
    void thoseThatStayAreEvenedOutEvenAfterManyThatWent() {
        for (int i = 0; i < 1_000; i++) {
            entered().leave(SHORT);
        }
        Carrier home = (Carrier) entered();
        for (int i = 1; i < 100; i++) {
            entered();
        }

        assertThat(home.sessions()).isEqualTo(51);
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
