package dev.seedbed.data;

import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Mask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A small, sound folder in VOC layout for tests to spoil: train a, b; val c; classes cat and dog. */
record VocFixture(Path root) {

    static VocFixture write(Path root) throws IOException {
        var fixture = new VocFixture(root);
        fixture.text("classes.txt", "background", "cat", "dog");
        fixture.text("ImageSets/Segmentation/train.txt", "a", "b");
        fixture.text("ImageSets/Segmentation/val.txt", "c");
        fixture.image("a", 40, 30);
        fixture.image("b", 33, 47);
        fixture.image("c", 20, 20);
        return fixture;
    }

    /** An image with a mask (a 10×10 square of cat at 5,5, void around it by a pixel) and an annotation that says the same. */
    void image(String id, int width, int height) throws IOException {
        jpeg(id, width, height);
        mask(id, square(width, height, 1));
        annotation(id, width, height, object("cat", 6, 6, 15, 15));
    }

    void jpeg(String id, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 100 + x << 16 | 50 + y << 8 | 30);
            }
        }
        Path file = path("JPEGImages/" + id + ".jpg");
        ImageIO.write(image, "jpg", file.toFile());
    }

    void mask(String id, Mask mask) throws IOException {
        Files.write(path("SegmentationClass/" + id + ".png"), LabelPng.write(mask));
    }

    void annotation(String id, int width, int height, String... objects) throws IOException {
        text("Annotations/" + id + ".xml", "<annotation><size><width>" + width + "</width><height>" + height + "</height></size>"
                + String.join("", objects) + "</annotation>");
    }

    static String object(String name, int x0, int y0, int x1, int y1) {
        return "<object><name>" + name + "</name><difficult>0</difficult><bndbox><xmin>" + x0 + "</xmin><ymin>" + y0 + "</ymin><xmax>" + x1
                + "</xmax><ymax>" + y1 + "</ymax></bndbox><part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2"
                + "</ymax></bndbox></part></object>";
    }

    static Mask square(int width, int height, int label) {
        byte[] labels = new byte[width * height];
        for (int y = 4; y < 16; y++) {
            for (int x = 4; x < 16; x++) {
                boolean edge = x == 4 || y == 4 || x == 15 || y == 15;
                labels[y * width + x] = (byte) (edge ? Mask.IGNORE : label);
            }
        }
        return new Mask(width, height, labels);
    }

    void text(String file, String... lines) throws IOException {
        Files.write(path(file), List.of(lines));
    }

    void delete(String file) throws IOException {
        Files.delete(root.resolve(file));
    }

    Path path(String file) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return path;
    }
}
