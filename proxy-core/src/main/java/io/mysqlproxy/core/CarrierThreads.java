package io.mysqlproxy.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads that run on an executor of ours. The JDK can make them, 21 and 25 alike, but does not offer them: it takes {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}, or {@code Add-Opens: java.base/java.lang} in the manifest of a runnable jar.
 */
final class CarrierThreads {
    /** Why there are none, empty when there are. */
    private static final String OBSTACLE;

    private static final @Nullable Constructor<?> BUILDER;
    private static final @Nullable VarHandle SCHEDULER;

    static {
        Constructor<?> builder = null;
        VarHandle scheduler = null;
        String obstacle = "";
        try {
            builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            Class<?> virtualThread = Class.forName("java.lang.VirtualThread");
            scheduler = MethodHandles.privateLookupIn(virtualThread, MethodHandles.lookup())
                    .findVarHandle(virtualThread, "scheduler", Executor.class)
                    .withInvokeBehavior();
            probe(builder, scheduler);
        } catch (ReflectiveOperationException | RuntimeException e) {
            obstacle = e.toString();
        }
        OBSTACLE = obstacle;
        BUILDER = builder;
        SCHEDULER = scheduler;
    }

    private CarrierThreads() {}

    /** Runs one for a try: what is not public may mean something else in the Java of tomorrow. */
    private static void probe(Constructor<?> builder, VarHandle scheduler) throws ReflectiveOperationException {
        List<Runnable> scheduled = new ArrayList<>();
        Executor executor = scheduled::add;
        boolean[] ran = new boolean[1];
        Thread thread = builderOn(builder, executor).unstarted(() -> ran[0] = true);
        if (!executor.equals(scheduler.get(thread))) {
            throw new IllegalStateException("a virtual thread has another scheduler than it was given");
        }
        thread.start();
        scheduled.forEach(Runnable::run);
        if (!ran[0]) {
            throw new IllegalStateException("a virtual thread did not run on the executor it was given");
        }
    }

    private static Thread.Builder.OfVirtual builderOn(Constructor<?> builder, Executor executor)
            throws ReflectiveOperationException {
        return (Thread.Builder.OfVirtual) builder.newInstance(executor);
    }

    /** Why this JVM does not let us, in its own words; empty when it does. */
    static String obstacle() {
        return OBSTACLE;
    }

    static ThreadFactory factory(Executor executor) {
        if (BUILDER == null) {
            throw new IllegalStateException(OBSTACLE);
        }
        try {
            return builderOn(BUILDER, executor).factory();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("worked a moment ago", e);
        }
    }

    /** Null for platform threads. */
    static @Nullable Object schedulerOf(Thread thread) {
        return SCHEDULER != null && thread.isVirtual() ? SCHEDULER.get(thread) : null;
    }
}
