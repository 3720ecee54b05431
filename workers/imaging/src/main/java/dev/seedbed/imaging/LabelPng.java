package dev.seedbed.imaging;

import dev.seedbed.imaging.Png.Colours;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Masks as PNG files in the way of Pascal VOC: one 8-bit index a pixel, VOC's palette, 255 for void. Read are the samples as they are
 * stored, never colours, so a mask saved as grey is the same mask.
 */
public final class LabelPng {

    private LabelPng() {}

    /** The mask as an 8-bit palette PNG. */
    public static byte[] write(Mask mask) {
        int[] colours = new int[256];
        for (int label = 0; label < 256; label++) {
            colours[label] = Palette.rgb(label);
        }
        var model = new IndexColorModel(8, 256, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        var image = new BufferedImage(mask.width(), mask.height(), BufferedImage.TYPE_BYTE_INDEXED, model);
        image.getRaster().setDataElements(0, 0, mask.width(), mask.height(), mask.labels());
        return encode(image);
    }

    /** The grey map as an 8-bit grey PNG. */
    public static byte[] write(GreyMap map) {
        var image = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, map.width(), map.height(), map.levels());
        return encode(image);
    }

    /**
     * The mask in a PNG of palette indices or grey levels of 1 to 8 bits; each label is the sample as stored.
     *
     * @throws PictureFormatException if it is no such PNG: 16 bits, RGB, with transparency as a channel, cut off or damaged
     */
    public static Mask read(byte[] png) {
        Png header = Png.header(png);
        if (header.colours() != Colours.PALETTE && header.colours() != Colours.GREY) {
            throw new PictureFormatException("a mask is a PNG of palette indices or grey levels, not " + header.colours()
                    + "; save the class indices themselves, not their colours");
        }
        if (header.bitDepth() > 8) {
            throw new PictureFormatException("a mask has at most 8 bits a pixel, not " + header.bitDepth());
        }
        return new Mask(header.width(), header.height(), samples(png, header));
    }

    /**
     * The grey map in an 8-bit grey PNG.
     *
     * @throws PictureFormatException if it is no such PNG
     */
    public static GreyMap readGrey(byte[] png) {
        Png header = Png.header(png);
        if (header.colours() != Colours.GREY || header.bitDepth() != 8) {
            throw new PictureFormatException(
                    "a grey map is a PNG of 8-bit grey levels, not " + header.bitDepth() + "-bit " + header.colours());
        }
        return new GreyMap(header.width(), header.height(), samples(png, header));
    }

    private static byte[] samples(byte[] png, Png header) {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(Png.pixelsOnly(png)))) {
            var reader = ImageIO.getImageReadersByFormatName("png").next();
            try {
                reader.setInput(in, true, true);
                var raster = reader.read(0).getRaster();
                int[] samples = raster.getSamples(0, 0, header.width(), header.height(), 0, (int[]) null);
                byte[] bytes = new byte[samples.length];
                for (int pixel = 0; pixel < samples.length; pixel++) {
                    bytes[pixel] = (byte) samples[pixel];
                }
                return bytes;
            } finally {
                reader.dispose();
            }
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            if (e instanceof PictureFormatException known) {
                throw known;
            }
            throw new PictureFormatException("a damaged PNG: " + e.getMessage(), e);
        }
    }

    static byte[] encode(BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException("writing a PNG to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
