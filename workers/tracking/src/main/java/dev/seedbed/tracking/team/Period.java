package dev.seedbed.tracking.team;

/** Over what a quota counts: the calendar's day, week from Monday, or month, in UTC. */
public enum Period {
    DAY,
    WEEK,
    MONTH
}
