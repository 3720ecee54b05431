package dev.seedbed.app.engine;

import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks a Temporal server whether it serves a namespace. */
final class TemporalProbe {

    private static final int CONNECT_MS = 2_000;

    private TemporalProbe() {}

    /**
     * Waits until the server describes the namespace.
     *
     * @param goOn whether waiting still makes sense
     * @return the server's version
     * @throws EngineException if it does not in time
     */
    static String await(Environment.Temporal where, Duration patience, BooleanSupplier goOn) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        awaitListening(where, deadline, goOn);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(where.address()).build());
        try {
            while (true) {
                try {
                    return ask(stubs, where.namespace());
                } catch (StatusRuntimeException e) {
                    if (Instant.now().isAfter(deadline) || !goOn.getAsBoolean()) {
                        throw new EngineException("Temporal at " + where.address() + " does not serve the namespace " + where.namespace()
                                + ": " + e.getStatus().getCode() + " " + e.getStatus().getDescription(), e);
                    }
                    Thread.sleep(50);
                }
            }
        } finally {
            stubs.shutdownNow();
            stubs.awaitTermination(2, TimeUnit.SECONDS);
        }
    }

    /** A plain connection tells sooner than gRPC, which pauses for a second after each refusal. */
    private static void awaitListening(Environment.Temporal where, Instant deadline, BooleanSupplier goOn) throws InterruptedException {
        int colon = where.address().lastIndexOf(':');
        String host = where.address().substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(where.address().substring(colon + 1));
        while (Instant.now().isBefore(deadline) && goOn.getAsBoolean()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
                return;
            } catch (IOException e) {
                Thread.sleep(25);
            }
        }
    }

    private static String ask(WorkflowServiceStubs stubs, String namespace) {
        var blocking = stubs.blockingStub().withDeadline(Deadline.after(2, TimeUnit.SECONDS));
        blocking.describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
        return blocking.getSystemInfo(GetSystemInfoRequest.getDefaultInstance()).getServerVersion();
    }
}
