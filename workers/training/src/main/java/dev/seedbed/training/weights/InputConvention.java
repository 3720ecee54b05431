package dev.seedbed.training.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How pixels are presented to a network: x = (v · high/255 − mean) / deviation, channel by channel.
 *
 * <p>Files say it in their metadata under {@code input}: {@code RGB, 0..1, minus mean 0.485,0.456,0.406 / std 0.229,0.224,0.225};
 * mean and std may be left out, what follows a semicolon is a remark. Numbers are in the stated channel order.
 *
 * @param high what the brightest byte becomes before the mean is taken off: 1 or 255
 * @param mean one number per channel, in the order
 * @param deviation one positive number per channel, in the order
 */
public record InputConvention(Order order, float high, List<Float> mean, List<Float> deviation) {

    /** The metadata key under which a file says it. */
    public static final String KEY = "input";

    /** torchvision's for ImageNet weights, taken where a file says nothing. */
    public static final InputConvention TORCHVISION =
            new InputConvention(Order.RGB, 1, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    private static final String NUMBERS = "([-+.\\deE]+(?:\\s*,\\s*[-+.\\deE]+)*)";
    private static final Pattern FORM = Pattern.compile(
            "\\s*(RGB|BGR)\\s*,\\s*0\\.\\.(1|255)\\s*(?:,?\\s*minus mean\\s+" + NUMBERS + ")?\\s*(?:[,/]?\\s*std\\s+" + NUMBERS
                    + ")?\\s*(?:;.*)?",
            Pattern.DOTALL);

    /** In which order a pixel's channels come. */
    public enum Order {
        RGB,
        BGR
    }

    public InputConvention {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != 3 || deviation.size() != 3) {
            throw new IllegalArgumentException("mean and std must have three numbers each, not " + mean + " and " + deviation);
        }
        if (!mean.stream().allMatch(Float::isFinite) || !deviation.stream().allMatch(d -> d > 0 && Float.isFinite(d))) {
            throw new IllegalArgumentException("mean must be finite and std positive, not " + mean + " and " + deviation);
        }
    }

    /** What a file says, or {@link #TORCHVISION}. @throws WeightsException if it says something that is not understood */
    public static InputConvention of(Safetensors file) {
        String said = file.metadata().get(KEY);
        try {
            return said == null ? TORCHVISION : parse(said);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(file.name() + " has metadata 'input' that is not understood: " + e.getMessage(), e);
        }
    }

    static InputConvention parse(String said) {
        Matcher form = FORM.matcher(said);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + said + "' should read like 'BGR, 0..255, minus mean 104,117,123' or "
                    + "'RGB, 0..1, minus mean 0.485,0.456,0.406 / std 0.229,0.224,0.225'");
        }
        return new InputConvention(
                Order.valueOf(form.group(1)), Float.parseFloat(form.group(2)), numbers(form.group(3), 0), numbers(form.group(4), 1));
    }

    private static List<Float> numbers(String list, float otherwise) {
        return list == null
                ? List.of(otherwise, otherwise, otherwise)
                : Arrays.stream(list.split(",")).map(number -> Float.valueOf(number.strip())).toList();
    }

    /** In the words that {@link #of} understands. */
    public String describe() {
        return order + ", 0.." + plain(high) + ", minus mean " + list(mean) + " / std " + list(deviation);
    }

    private static String list(List<Float> numbers) {
        return numbers.stream().map(InputConvention::plain).collect(Collectors.joining(","));
    }

    private static String plain(float number) {
        return number == Math.rint(number) && Math.abs(number) < 1e6 ? Long.toString((long) number) : Float.toString(number);
    }

    /** The metadata entry that says it. */
    public Map<String, String> metadata() {
        return Map.of(KEY, describe());
    }

    /**
     * What each byte becomes.
     *
     * @return [3][256], channels in this convention's order
     */
    public float[][] table() {
        float[][] table = new float[3][256];
        for (int c = 0; c < 3; c++) {
            for (int v = 0; v < 256; v++) {
                table[c][v] = (v * high / 255 - mean.get(c)) / deviation.get(c);
            }
        }
        return table;
    }

    /** Which byte of an RGB pixel the channel is: 0 red, 1 green, 2 blue. */
    public int byteOf(int channel) {
        return order == Order.RGB ? channel : 2 - channel;
    }
}
