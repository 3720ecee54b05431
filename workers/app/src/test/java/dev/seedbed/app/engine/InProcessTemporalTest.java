package dev.seedbed.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessTemporalTest {

    /** The smallest workflow. */
    @WorkflowInterface
    public interface Echo {
        @WorkflowMethod
        String echo(String word);
    }

    /** Answers what it was asked. */
    public static final class EchoWorkflow implements Echo {
        @Override
        public String echo(String word) {
            return word;
        }
    }

    static void runAWorkflow(String address) {
        WorkflowServiceStubs stubs =
                WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        WorkflowClient client = WorkflowClient.newInstance(stubs);
        WorkerFactory factory = WorkerFactory.newInstance(client);
        try {
            factory.newWorker("echo").registerWorkflowImplementationTypes(EchoWorkflow.class);
            factory.start();
            Echo echo = client.newWorkflowStub(Echo.class, WorkflowOptions.newBuilder().setTaskQueue("echo").build());
            assertThat(echo.echo("seed")).isEqualTo("seed");
        } finally {
            factory.shutdownNow();
            stubs.shutdownNow();
        }
    }

    @Test
    void runsWorkflowsOnLoopbackOnlyAndOnItsOldPortAgain(@TempDir Path folder) throws Exception {
        var service = new InProcessTemporal(new Ports(StateFolder.at(folder)));
        Service.Running first = service.start();
        int port = first.port().orElseThrow();
        TemporalProbe.await(new Environment.Temporal("127.0.0.1:" + port, "default"), java.time.Duration.ofSeconds(30), () -> true);
        runAWorkflow("127.0.0.1:" + port);
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address instanceof java.net.Inet4Address).findFirst();
        outside.ifPresent(address -> assertThat(accepts(address, port)).isFalse());
        first.stop();

        Service.Running second = service.start();
        assertThat(second.port()).hasValue(port);
        second.stop();
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
