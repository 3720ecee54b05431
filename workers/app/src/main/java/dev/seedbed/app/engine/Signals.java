package dev.seedbed.app.engine;

import java.lang.reflect.Proxy;

/**
 * Reacts to the signals that ask a process to end. The platform's own shutdown hooks can neither tell them apart nor choose the exit
 * code; {@code sun.misc.Signal} can, and is reached by reflection because naming it is a compiler warning.
 */
public enum Signals {
    INT,
    TERM,
    HUP;

    /** Has the reaction run, on a thread of its own, whenever the signal comes. Does nothing where the platform lacks the signal. */
    public void on(Runnable reaction) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object react = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) ->
                    switch (method.getName()) {
                        case "handle" -> {
                            reaction.run();
                            yield null;
                        }
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> name();
                    });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance(name()), react);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            org.slf4j.LoggerFactory.getLogger(Signals.class).info("no reaction to SIG{} here: {}", name(), e.toString());
        }
    }
}
