package dev.seedbed.app.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The loopback ports of a state folder's processes: drawn once, then kept, so that clients find a restarted process where it was.
 * They lie below the range from which systems draw ports for outgoing connections; a port from that range could be lost to one
 * while its process restarts.
 */
final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    /** The ports by the name of the process. */
    record Taken(Map<String, Integer> ports) {

        Taken {
            ports = Map.copyOf(ports);
        }

        Taken with(String name, int port) {
            var more = new TreeMap<>(ports);
            more.put(name, port);
            return new Taken(more);
        }
    }

    private final StateFile<Taken> file;

    Ports(StateFolder state) {
        this.file = new StateFile<>(state.portsFile(), Taken.class);
    }

    /** The port of the process: its old one unless someone else sits there now, then another, which is remembered. */
    synchronized int of(String name) {
        Taken taken = file.read().orElse(new Taken(Map.of()));
        Integer old = taken.ports().get(name);
        if (old != null && isFree(old)) {
            return old;
        }
        int port = draw(taken);
        file.write(taken.with(name, port));
        return port;
    }

    private static int draw(Taken taken) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!taken.ports().containsValue(port) && isFree(port)) {
                return port;
            }
        }
        throw new EngineException("no free loopback port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
