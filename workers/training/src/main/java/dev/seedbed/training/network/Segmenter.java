package dev.seedbed.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.seedbed.stage.Backbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A segmenter. Its plain head is, on SqueezeNet, dropout, a 3×3 convolution dilated by 4 to 128 channels and a 1×1 convolution to the
 * classes; on LargeFOV, which has its wide view in fc6, dropout and the 1×1 convolution alone; the same on ResNet, whose features see
 * the whole picture. AE-PSL's classification branch, where there is one, is a 1×1 convolution on the features, averaged over all places.
 *
 * <p>With dilations the scores are the sum of a branch for each: on SqueezeNet the plain head's, after one dropout; on VGG16, straight
 * on the trunk's 512 channels, fc6 dilated and fc7, each with dropout, and a 1×1 convolution (DeepLab v2; DSRG with 6, 12, 18, 24); on
 * ResNet, after dropout, a dilated 3×3 convolution to the classes (DeepLab v2).
 *
 * @param classes foreground classes; scores have one channel more, background first
 * @param branch whether it has the classification branch
 * @param form of its head; cosines of several branches look at what these see side by side
 */
public record Segmenter(Backbone.Architecture architecture, int classes, boolean branch, SegmenterHead form) implements Network {

    private static final int DILATION = 4;
    private static final String SCORES = "head.scores";

    public Segmenter {
        if (form.temperature().isPresent() && !form.dilations().isEmpty() && isResNet(architecture)) {
            throw new IllegalArgumentException("ResNet's branches end in scores and leave nothing to take cosines of; give it a head with a"
                    + " temperature or with dilations, not with both");
        }
    }

    /** With the plain head. */
    public Segmenter(Backbone.Architecture architecture, int classes, boolean branch) {
        this(architecture, classes, branch, SegmenterHead.PLAIN);
    }

    /**
     * @param scores [N,1+C,h,w] on the features' grid, before the softmax
     * @param branch [N,C] before the sigmoid
     * @param cosines [N,1+C,h,w] in [−1, 1], which the scores are a multiple of; there for a head with a temperature
     */
    public record Output(NDArray scores, Optional<NDArray> branch, Optional<NDArray> cosines) {

        /** Scores at the pictures' size, bilinear; multiples of cosines as {@link #cosinesAt} has these. */
        public NDArray scoresAt(long height, long width) {
            return cosines.isPresent() ? Layers.resizeAligned(scores, height, width) : Layers.resize(scores, height, width);
        }

        /** Cosines at the pictures' size, bilinear with aligned corners (BANA). */
        public NDArray cosinesAt(long height, long width) {
            return Layers.resizeAligned(cosines.orElseThrow(), height, width);
        }
    }

    private static boolean isResNet(Backbone.Architecture architecture) {
        return switch (architecture) {
            case SQUEEZENET1_1, VGG16_LARGEFOV -> false;
            case RESNET50, RESNET101 -> true;
        };
    }

    private boolean standsOnTrunk() {
        return architecture == Backbone.Architecture.VGG16_LARGEFOV && !form.dilations().isEmpty();
    }

    private Extractor extractor() {
        return standsOnTrunk() ? new Vgg16(Vgg16.Pools.DEEPLAB) : Extractor.of(architecture);
    }

    private List<Branch> branches() {
        int k = extractor().channels();
        List<Integer> dilations = form.dilations();
        return dilations.isEmpty()
                ? List.of(plain(k))
                : IntStream.range(0, dilations.size()).mapToObj(i -> dilated(k, "_" + (i + 1), dilations.get(i))).toList();
    }

    private Branch plain(int k) {
        return switch (architecture) {
            case SQUEEZENET1_1 -> dilated(k, "", DILATION);
            case VGG16_LARGEFOV, RESNET50, RESNET101 -> new Branch(new Context.Bare(k), SCORES, new Start.Normal(0.01));
        };
    }

    private Branch dilated(int k, String suffix, int dilation) {
        String scores = SCORES + suffix;
        return switch (architecture) {
            case SQUEEZENET1_1 -> {
                Context context = new Context.Dilated("head.context" + suffix, k, dilation);
                yield new Branch(context, scores, Start.fanIn(context.channels(), 1));
            }
            case VGG16_LARGEFOV -> new Branch(new Context.FullyConnected(suffix, k, dilation), scores, new Start.Normal(0.01));
            case RESNET50, RESNET101 -> new Branch(new Context.Bare(k), scores, 3, dilation, new Start.Normal(0.01));
        };
    }

    /** The smallest side that it can look at. */
    public int minSidePx() {
        return extractor().minSidePx();
    }

    /** The side of its scores for a square of pixels. */
    public int grid(int sidePx) {
        return extractor().grid(sidePx);
    }

    @Override
    public List<ParameterSpec> backbone() {
        return extractor().parameters();
    }

    @Override
    public List<ParameterSpec> head() {
        List<ParameterSpec> specs = new ArrayList<>();
        for (Branch view : branches()) {
            specs.addAll(view.context().parameters());
            if (form.temperature().isEmpty()) {
                specs.addAll(view.scoreParameters(1 + classes));
            }
        }
        if (form.temperature().isPresent()) {
            int seen = branches().stream().mapToInt(view -> view.context().channels()).sum();
            specs.add(new ParameterSpec(SCORES + ".weight", new Shape(1 + classes, seen, 1, 1), Optional.of(new Start.Normal(0.01))));
        }
        if (branch) {
            int k = extractor().channels();
            specs.addAll(ParameterSpec.fresh("head.branch", classes, k, 1, Start.fanIn(k, 1)));
        }
        return List.copyOf(specs);
    }

    @Override
    public List<Shape> dropouts(int batch, int sidePx) {
        int side = extractor().grid(sidePx);
        List<Shape> shapes = new ArrayList<>(extractor().dropouts(batch, sidePx));
        if (!standsOnTrunk()) {
            shapes.add(new Shape(batch, extractor().channels(), side, side));
        }
        for (Branch view : branches()) {
            for (int i = 0; i < view.context().masks(); i++) {
                shapes.add(new Shape(batch, view.context().channels(), side, side));
            }
        }
        return shapes;
    }

    /** Scores and branch from pixels [N,3,H,W]. */
    public Output forward(Parameters p, NDArray pixels, Dropout dropout) {
        NDArray features = extractor().features(p, pixels, dropout);
        NDArray dropped = standsOnTrunk() ? features : dropout.apply(features);
        List<Branch> views = branches();
        List<NDArray> seen = views.stream().map(view -> view.context().of(p, dropped, dropout)).toList();
        Optional<NDArray> cosines = form.temperature().isPresent() ? Optional.of(cosines(p, seen)) : Optional.empty();
        NDArray scores = cosines.map(cosine -> cosine.mul((float) form.temperature().getAsDouble())).orElseGet(() -> sum(p, views, seen));
        return new Output(
                scores,
                branch ? Optional.of(Layers.globalMean(Layers.convolve(features, p, "head.branch"))) : Optional.empty(),
                cosines);
    }

    private static NDArray sum(Parameters p, List<Branch> views, List<NDArray> seen) {
        return IntStream.range(0, views.size())
                .mapToObj(i -> views.get(i).scores(p, seen.get(i)))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private static NDArray cosines(Parameters p, List<NDArray> seen) {
        NDArray f = seen.size() == 1 ? seen.getFirst() : NDArrays.concat(new NDList(seen), 1);
        return Cosine.of(f, p.get(SCORES + ".weight"));
    }

    /** Scores at the pictures' size, bilinear. */
    public static NDArray upsample(NDArray scores, long height, long width) {
        return Layers.resize(scores, height, width);
    }
}
