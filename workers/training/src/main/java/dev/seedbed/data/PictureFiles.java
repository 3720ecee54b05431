package dev.seedbed.data;

import dev.seedbed.imaging.GreyMap;
import dev.seedbed.imaging.PictureFormatException;
import dev.seedbed.imaging.Png;
import dev.seedbed.imaging.Raster;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes photographs: JPEG of any kind (grey, CMYK, progressive) and PNG of any depth, to plain RGB as stored. Colour profiles,
 * transparency and the turn that EXIF asks for are left out, for masks and boxes lie on the stored pixels.
 */
public final class PictureFiles {

    /** The most pixels that a picture may have. */
    static final long MAXIMUM_PIXELS = 100_000_000;

    private static final Pattern BROKEN = Pattern.compile("premature end|bad huffman|corrupt jpeg data: bad|unexpected marker");

    static {
        ImageIO.setUseCache(false);
    }

    private PictureFiles() {}

    /**
     * The picture in a JPEG or PNG file's bytes.
     *
     * @throws PictureFormatException if it is neither, cut off, damaged or larger than 100 million pixels
     */
    public static Raster decode(byte[] bytes) {
        return raster(read(bytes));
    }

    /**
     * The grey levels in a JPEG or PNG file's bytes, as they are stored; a picture in colours whose channels agree everywhere is grey too.
     *
     * @throws PictureFormatException as {@link #decode(byte[])} does, and of more than 8 bits or with any colour
     */
    public static GreyMap decodeGrey(byte[] bytes) {
        if (Png.is(bytes) && Png.header(bytes).bitDepth() > 8) {
            throw new PictureFormatException("not grey levels of 8 bits: it has " + Png.header(bytes).bitDepth() + " bits a sample");
        }
        Raster raster = decode(bytes);
        byte[] rgb = raster.rgb();
        byte[] levels = new byte[raster.width() * raster.height()];
        for (int pixel = 0; pixel < levels.length; pixel++) {
            levels[pixel] = rgb[3 * pixel];
            if (rgb[3 * pixel + 1] != levels[pixel] || rgb[3 * pixel + 2] != levels[pixel]) {
                throw new PictureFormatException("not grey levels: it has a colour at x " + pixel % raster.width() + ", y "
                        + pixel / raster.width() + "; save it as 8-bit grey");
            }
        }
        return new GreyMap(raster.width(), raster.height(), levels);
    }

    private static BufferedImage read(byte[] bytes) {
        boolean png = Png.is(bytes);
        if (png) {
            Png.header(bytes);
        } else {
            JpegMarkers.requireWhole(bytes);
        }
        byte[] plain = png ? Png.pixelsOnly(bytes) : bytes;
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(plain))) {
            ImageReader reader = ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
            try {
                return read(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (PictureFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new PictureFormatException("damaged: " + e.getMessage(), e);
        }
    }

    private static BufferedImage read(ImageReader reader, MemoryCacheImageInputStream in) throws IOException {
        reader.setInput(in, true, true);
        reader.addIIOReadWarningListener((_, warning) -> {
            if (BROKEN.matcher(warning.toLowerCase(Locale.ROOT)).find()) {
                throw new PictureFormatException("damaged: " + warning);
            }
        });
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAXIMUM_PIXELS) {
            throw new PictureFormatException("too large: " + pixels + " pixels, at most " + MAXIMUM_PIXELS + " are read");
        }
        return reader.read(0);
    }

    /** Samples, not colours: Java would bend grey levels and profiled colours on their way to sRGB. */
    private static Raster raster(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[3 * width * height];
        if (image.getColorModel() instanceof IndexColorModel palette) {
            int[] indices = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
            for (int pixel = 0; pixel < indices.length; pixel++) {
                rgb[3 * pixel] = (byte) palette.getRed(indices[pixel]);
                rgb[3 * pixel + 1] = (byte) palette.getGreen(indices[pixel]);
                rgb[3 * pixel + 2] = (byte) palette.getBlue(indices[pixel]);
            }
            return new Raster(width, height, rgb);
        }
        var samples = image.getRaster();
        int colours = samples.getNumBands() < 3 ? 1 : 3;
        int shift = Math.max(0, samples.getSampleModel().getSampleSize(0) - 8);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int c = 0; c < 3; c++) {
                samples.getSamples(0, y, width, 1, colours == 1 ? 0 : c, row);
                for (int x = 0, target = 3 * y * width + c; x < width; x++, target += 3) {
                    rgb[target] = (byte) (row[x] >> shift);
                }
            }
        }
        return new Raster(width, height, rgb);
    }
}
