package chatcontacts.testkit.service;

import java.lang.reflect.Proxy;

/**
 * Handlers for Ctrl-C and SIGTERM that do not end the JVM: Java's shutdown hooks run too late, when the broker already loses
 * its folders. Does nothing where the JDK has no {@code sun.misc.Signal}, which it has always had.
 */
public final class Signals {

    private Signals() {}

    /** From now on the action runs, on a thread of the JVM's, each time. */
    public static void on(Runnable action) {
        try {
            // By reflection, since the compiler warns of the class and no annotation silences it.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        action.run();
                        return null;
                    });
            for (String name : new String[] {"INT", "TERM"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
        } catch (ReflectiveOperationException e) {
            System.err.println("Ctrl-C will end this without a summary: " + e);
        }
    }
}
