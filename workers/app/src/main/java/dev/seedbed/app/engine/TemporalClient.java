package dev.seedbed.app.engine;

import dev.seedbed.json.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.concurrent.TimeUnit;

/** A connection to Temporal; payloads are written by the one JSON mapper. */
public record TemporalClient(WorkflowServiceStubs service, WorkflowClient workflows) implements AutoCloseable {

    /** @param identity who it is, in Temporal's records */
    public static TemporalClient connect(Environment.Temporal where, String identity) {
        var service = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(where.address()).build());
        var converter = DefaultDataConverter.newDefaultInstance()
                .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(Json.mapper()));
        var options = WorkflowClientOptions.newBuilder()
                .setNamespace(where.namespace())
                .setIdentity(identity)
                .setDataConverter(converter)
                .build();
        return new TemporalClient(service, WorkflowClient.newInstance(service, options));
    }

    @Override
    public void close() {
        service.shutdownNow();
        service.awaitTermination(1, TimeUnit.SECONDS);
    }
}
