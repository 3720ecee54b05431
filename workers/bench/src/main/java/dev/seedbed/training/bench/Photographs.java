package dev.seedbed.training.bench;

import dev.seedbed.imaging.Mask;
import dev.seedbed.imaging.Raster;
import dev.seedbed.training.input.PictureSource;
import dev.seedbed.training.input.Resampling;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The photographs of one list of a folder in VOC layout, all in memory at one size; tags are the classes on over 0.3% of a mask. */
final class Photographs implements PictureSource {

    private final List<String> ids;
    private final List<String> classes;
    private final List<Raster> pictures = new ArrayList<>();
    private final List<Mask> masks = new ArrayList<>();

    Photographs(Path folder, String list, int sidePx) {
        try {
            ids = List.of(Files.readString(folder.resolve("ImageSets/Segmentation/" + list + ".txt")).strip().split("\\s+"));
            List<String> all = List.of(Files.readString(folder.resolve("classes.txt")).strip().split("\\s+"));
            classes = all.subList(1, all.size());
            for (String id : ids) {
                pictures.add(Resampling.resize(picture(folder.resolve("JPEGImages/" + id + ".jpg")), sidePx, sidePx));
                masks.add(Resampling.resize(mask(folder.resolve("SegmentationClass/" + id + ".png")), sidePx, sidePx));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Raster picture(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] rgb = new byte[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            rgb[3 * i] = (byte) (argb[i] >> 16);
            rgb[3 * i + 1] = (byte) (argb[i] >> 8);
            rgb[3 * i + 2] = (byte) argb[i];
        }
        return new Raster(image.getWidth(), image.getHeight(), rgb);
    }

    private static Mask mask(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int[] samples = image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        byte[] labels = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            labels[i] = (byte) samples[i];
        }
        return new Mask(image.getWidth(), image.getHeight(), labels);
    }

    List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return ids.size();
    }

    @Override
    public String id(int index) {
        return ids.get(index);
    }

    @Override
    public Raster picture(int index) {
        return pictures.get(index);
    }

    @Override
    public Optional<Mask> mask(int index) {
        return Optional.of(masks.get(index));
    }

    @Override
    public float[] tags(int index) {
        float[] tags = new float[classes.size()];
        int[] counts = new int[256];
        for (byte label : masks.get(index).labels()) {
            counts[label & 0xFF]++;
        }
        for (int c = 0; c < tags.length; c++) {
            tags[c] = counts[c + 1] > 0.003 * masks.get(index).labels().length ? 1 : 0;
        }
        return tags;
    }
}
