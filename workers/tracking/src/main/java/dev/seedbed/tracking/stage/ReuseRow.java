package dev.seedbed.tracking.stage;

/**
 * What a campaign computed and what it found.
 *
 * @param computed stages that its trials computed
 * @param reused stages that its trials found
 * @param deviceSeconds of the GPU pool under lease, of those computed
 * @param cpuSeconds likewise of the CPU pool
 * @param savedDeviceSeconds of the GPU pool, that computing each of those found once more would have cost
 * @param savedCpuSeconds likewise of the CPU pool
 */
public record ReuseRow(
        String campaign,
        int computed,
        int reused,
        double deviceSeconds,
        double cpuSeconds,
        double savedDeviceSeconds,
        double savedCpuSeconds) {}
