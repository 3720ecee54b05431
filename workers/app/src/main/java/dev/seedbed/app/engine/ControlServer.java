package dev.seedbed.app.engine;

import dev.seedbed.app.engine.Control.Answer;
import dev.seedbed.app.engine.Control.Hello;
import dev.seedbed.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The supervisor's end of the control socket. Who cannot name the stack file's secret gets no answer. */
final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int LONGEST_HELLO = 1_000;
    private static final Duration HELLO_WITHIN = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final String token;
    private final StateFile<Control.Address> file;
    private final Supplier<StackStatus> status;
    private final Set<PrintWriter> clients = new HashSet<>();
    private Optional<Answer> outcome = Optional.empty();
    private Instant unusedSince = Instant.now();
    private boolean everUsed;

    private ControlServer(ServerSocket socket, String token, StateFile<Control.Address> file, Supplier<StackStatus> status) {
        this.socket = socket;
        this.token = token;
        this.file = file;
        this.status = status;
    }

    /** Opens the socket and says in the stack file where it is. */
    static ControlServer open(StateFolder state, Supplier<StackStatus> status) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        try {
            var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var server = new ControlServer(
                    socket, HexFormat.of().formatHex(secret), new StateFile<>(state.stackFile(), Control.Address.class), status);
            Thread.ofVirtual().name("control").start(server::accept);
            server.file.write(new Control.Address(ProcessHandle.current().pid(), socket.getLocalPort(), server.token));
            return server;
        } catch (IOException e) {
            throw new EngineException("cannot open the control socket: " + e.getMessage(), e);
        }
    }

    /** Tells all who have joined. */
    synchronized void progress(String line) {
        clients.forEach(client -> send(client, Answer.progress(line)));
    }

    /** Tells all who have joined, and will join, that the stack runs. */
    synchronized void running(Connection connection) {
        conclude(Answer.connection(connection));
    }

    /** Tells all who have joined, and will join, that the stack does not come up. */
    synchronized void failed(String message) {
        conclude(Answer.failure(message));
    }

    private void conclude(Answer answer) {
        outcome = Optional.of(answer);
        clients.forEach(client -> send(client, answer));
    }

    synchronized int clients() {
        return clients.size();
    }

    /**
     * Closes the door if nobody has been in for so long; whoever comes later finds no stack.
     *
     * @param firstClient how long to wait for the first one
     * @return whether it is closed
     */
    synchronized boolean closeIfUnused(Duration unused, Duration firstClient) {
        Duration patience = everUsed ? unused : firstClient;
        if (!clients.isEmpty() || Duration.between(unusedSince, Instant.now()).compareTo(patience) < 0) {
            return false;
        }
        close();
        return true;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (IOException e) {
                LOG.debug("the control socket is closed", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                var out = new PrintWriter(client.getOutputStream(), false, StandardCharsets.UTF_8)) {
            client.setSoTimeout((int) HELLO_WITHIN.toMillis());
            Hello hello = Json.read(line(in), Hello.class);
            if (!MessageDigest.isEqual(bytes(hello.token()), bytes(token))) {
                LOG.warn("a client without the stack's token was turned away");
                return;
            }
            switch (hello.wish()) {
                case STATUS -> send(out, Answer.status(status.get()));
                case JOIN -> hold(client, in, out);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("a control client left", e);
        }
    }

    private void hold(Socket client, BufferedReader in, PrintWriter out) throws IOException {
        if (!enter(out)) {
            return;
        }
        try {
            client.setSoTimeout(0);
            while (in.read() >= 0) {
                LOG.debug("a joined client has nothing to say");
            }
        } finally {
            leave(out);
        }
    }

    private synchronized boolean enter(PrintWriter out) {
        if (socket.isClosed()) {
            return false;
        }
        clients.add(out);
        everUsed = true;
        outcome.ifPresent(answer -> send(out, answer));
        return true;
    }

    private synchronized void leave(PrintWriter out) {
        clients.remove(out);
        unusedSince = Instant.now();
    }

    private static void send(PrintWriter out, Answer answer) {
        out.println(Json.write(answer));
        out.flush();
    }

    private static String line(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() >= LONGEST_HELLO) {
                throw new IOException("a hello is shorter");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void close() {
        try {
            file.delete();
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing the control socket", e);
        }
    }
}
