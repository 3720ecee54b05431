package dev.seedbed.data;

import dev.seedbed.artifact.DatasetManifest.Box;
import dev.seedbed.imaging.LabelPng;
import dev.seedbed.imaging.Raster;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as a folder of Pascal VOC's layout, which other programs and {@link VocImport} read. */
public final class VocExport {

    private static final float JPEG_QUALITY = 0.95f;

    private final Path root;
    private final List<String> classes;

    /** @param classes names by index, background first */
    public VocExport(Path root, List<String> classes) {
        this.root = root;
        this.classes = List.copyOf(classes);
    }

    /** Writes the class names and the lists. */
    public void lists(Map<String, List<String>> splits) throws IOException {
        Files.write(file("", "classes", ".txt"), classes);
        for (var split : splits.entrySet()) {
            Files.write(file("ImageSets/Segmentation", split.getKey(), ".txt"), split.getValue());
        }
    }

    /** Writes a picture, its annotation, and its mask and saliency map where it has them. */
    public void picture(String id, AnnotatedPicture picture) throws IOException {
        Files.write(file("JPEGImages", id, ".jpg"), jpeg(picture.raster()));
        Files.writeString(file("Annotations", id, ".xml"), annotation(id, picture));
        if (picture.truth().isPresent()) {
            Files.write(file("SegmentationClass", id, ".png"), LabelPng.write(picture.truth().get()));
        }
        if (picture.saliency().isPresent()) {
            Files.write(file("Saliency", id, ".png"), LabelPng.write(picture.saliency().get()));
        }
    }

    private Path file(String folder, String id, String ending) throws IOException {
        Path file = root.resolve(folder).resolve(id + ending);
        Files.createDirectories(file.getParent());
        return file;
    }

    private String annotation(String id, AnnotatedPicture picture) {
        var xml = new StringBuilder();
        xml.append("<annotation>\n  <filename>%s.jpg</filename>\n".formatted(id));
        xml.append("  <size><width>%d</width><height>%d</height><depth>3</depth></size>\n"
                .formatted(picture.raster().width(), picture.raster().height()));
        picture.boxes().forEach(box -> xml.append(object(box)));
        return xml.append("</annotation>\n").toString();
    }

    private String object(Box box) {
        String name = classes.get(box.label()).replace("&", "&amp;").replace("<", "&lt;");
        return ("  <object><name>%s</name><difficult>%d</difficult>"
                        + "<bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax><ymax>%d</ymax></bndbox></object>\n")
                .formatted(name, box.difficult() ? 1 : 0, box.x0() + 1, box.y0() + 1, box.x1(), box.y1());
    }

    private static byte[] jpeg(Raster raster) throws IOException {
        byte[] rgb = raster.rgb();
        var image = new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < raster.width() * raster.height(); pixel++) {
            int colour = (rgb[3 * pixel] & 0xFF) << 16 | (rgb[3 * pixel + 1] & 0xFF) << 8 | rgb[3 * pixel + 2] & 0xFF;
            image.setRGB(pixel % raster.width(), pixel / raster.width(), colour);
        }
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(JPEG_QUALITY);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
