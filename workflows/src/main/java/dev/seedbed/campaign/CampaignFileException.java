package dev.seedbed.campaign;

/** A campaign file, or what was set beside it, is wrong. The message says what, where and what to do. */
public final class CampaignFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public CampaignFileException(String message) {
        super(message);
    }

    public CampaignFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
