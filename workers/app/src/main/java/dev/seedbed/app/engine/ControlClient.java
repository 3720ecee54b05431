package dev.seedbed.app.engine;

import dev.seedbed.app.engine.Control.Answer;
import dev.seedbed.app.engine.Control.Hello;
import dev.seedbed.app.engine.Control.Wish;
import dev.seedbed.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A client's end of a stack's control socket. */
final class ControlClient implements AutoCloseable {

    private static final int CONNECT_MS = 2_000;
    private static final int STATUS_MS = 5_000;

    private final Socket socket;
    private final BufferedReader in;

    private ControlClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What runs on the state folder; nothing when nobody answers there. */
    static Optional<StackStatus> status(StateFolder state) {
        return open(state, Wish.STATUS).flatMap(client -> {
            try (client) {
                client.socket.setSoTimeout(STATUS_MS);
                return client.next().flatMap(Answer::status);
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /** A connection that holds the stack of the state folder; nothing when nobody answers there. */
    static Optional<ControlClient> join(StateFolder state) {
        return open(state, Wish.JOIN);
    }

    private static Optional<ControlClient> open(StateFolder state, Wish wish) {
        return new StateFile<>(state.stackFile(), Control.Address.class).read().flatMap(address -> {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()), CONNECT_MS);
                String hello = Json.write(new Hello(address.token(), wish)) + "\n";
                socket.getOutputStream().write(hello.getBytes(StandardCharsets.UTF_8));
                return Optional.of(new ControlClient(socket));
            } catch (IOException e) {
                closeQuietly(socket);
                return Optional.empty();
            }
        });
    }

    /**
     * Waits for the stack to run, passing on its progress.
     *
     * @return how to reach it; nothing when the supervisor has gone, as one does whose last client has just left
     * @throws EngineException if it does not come up
     */
    Optional<Connection> awaitRunning(Consumer<String> progress) {
        while (true) {
            Optional<Answer> answer = next();
            if (answer.isEmpty() || answer.get().connection().isPresent()) {
                return answer.flatMap(Answer::connection);
            }
            answer.get().progress().ifPresent(progress);
            answer.get().failure().ifPresent(message -> {
                throw new EngineException(message);
            });
        }
    }

    /** Completes when the supervisor has gone. */
    CompletableFuture<Void> gone() {
        var gone = new CompletableFuture<Void>();
        Thread.ofVirtual().name("stack-watch").start(() -> {
            while (next().isPresent()) {
                Thread.onSpinWait();
            }
            gone.complete(null);
        });
        return gone;
    }

    private Optional<Answer> next() {
        try {
            return Optional.ofNullable(in.readLine()).map(line -> Json.read(line, Answer.class));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new EngineException("cannot close a control connection: " + e.getMessage(), e);
        }
    }
}
