package dev.seedbed.campaign;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** A campaign's course, which is in the database. Every call may be repeated without harm. */
@ActivityInterface
public interface CampaignActivities {

    /**
     * Takes the campaign as far as it can go now: takes note of trials that ended, proposes points, lets trials begin, sees to its budget,
     * ends it. Decisions and what they lead to are written in one transaction; then the workflows of trials are started and cancelled.
     *
     * @param opening whether the campaign's workflow has just begun, which knows nothing of the trials' workflows
     */
    @ActivityMethod(name = "advance")
    Step advance(long campaignId, boolean opening);

    /** Applies an action whole, or changes nothing. */
    @ActivityMethod(name = "steer")
    Answer steer(long campaignId, Deed deed);

    /**
     * Returns when a trial has ended of which the campaign has not taken note, or its time is up.
     *
     * @param running how many trials run; the more there are, the more news is waited for at once
     */
    @ActivityMethod(name = "await-news")
    void awaitNews(long campaignId, int running);
}
