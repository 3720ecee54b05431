package dev.seedbed.app.engine;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The SDK's server inside the supervisor, time running as it does. The SDK's own starter ({@code TestServer}) would listen on every
 * interface; this one listens on loopback.
 */
final class InProcessTemporal implements Service {

    private final Ports ports;

    InProcessTemporal(Ports ports) {
        this.ports = ports;
    }

    @Override
    public String name() {
        return "temporal";
    }

    @Override
    public Running start() {
        int port = ports.of(name());
        TestServicesStarter services = new TestServicesStarter(true, 0);
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
        try {
            return new InSupervisor(services, builder.build().start(), port);
        } catch (IOException e) {
            services.close();
            throw new EngineException("the in-process Temporal server cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    private record InSupervisor(TestServicesStarter services, Server server, int listening) implements Running {

        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalInt port() {
            return OptionalInt.of(listening);
        }

        @Override
        public CompletableFuture<?> ended() {
            return new CompletableFuture<>();
        }

        @Override
        public void stop() throws InterruptedException {
            server.shutdownNow().awaitTermination();
            services.close();
        }
    }
}
