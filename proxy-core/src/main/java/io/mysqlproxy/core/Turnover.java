package io.mysqlproxy.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notices clients that connect, ask and leave, again and again. Where one of those lives does not matter for long, so the next may as well start where it was
 * accepted, which spares waking another thread. Each that has left makes room for one: sessions that stay are evened out all the same.
 */
final class Turnover {
    /** Who stays longer is not counted. */
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** By so many sessions at most the carriers can be uneven because of this. */
    private static final int MOST_VACANCIES = 16;

    private final AtomicInteger vacancies = new AtomicInteger();

    /** A session has ended. */
    void gone(long ageNanos) {
        if (ageNanos < SHORT_NANOS) {
            vacancies.updateAndGet(before -> Math.min(before + 1, MOST_VACANCIES));
        }
    }

    /** Uses one up, if there is one. */
    boolean takeVacancy() {
        return vacancies.getAndUpdate(before -> Math.max(before - 1, 0)) > 0;
    }
}
