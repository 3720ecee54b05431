package dev.seedbed.stage;

/**
 * Labels the pixels of boxes twice: Y_crf by the classifier's scores and the dense CRF, Y_ret by retrieval of prototypes (BANA, CVPR 2021,
 * section 3.2). Pictures are looked at in their own size.
 *
 * <p>Outside the boxes of a class no pixel has it, whatever the picture's tags say: a tag without a box labels nothing, and a picture without
 * boxes is background. A picture that its boxes cover whole gives no background query, so u_0 = 0 there. Where boxes of one class overlap,
 * the later one's scores count. A class that Y_crf loses in a picture is retrieved by the classifier's own vector.
 *
 * @param classifier what {@link TrainBoxClassifier} left
 * @param difficult whether objects marked difficult count, as in training
 */
public record LabelBoxes(Images images, TrainedNetwork classifier, BoxLabelling labelling, boolean difficult)
        implements StageSpec<BoxLabels> {

    public static final String KIND = "label-boxes";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Pool pool() {
        return Pool.GPU;
    }

    @Override
    public Class<BoxLabels> resultType() {
        return BoxLabels.class;
    }
}
