package dev.seedbed.imaging;

import java.nio.ByteBuffer;

/**
 * Pictures as bytes: {@code SBR1}, width, height (big-endian integers), then red, green, blue of every pixel. Equal pictures, equal
 * bytes.
 */
public final class RasterCodec {

    private static final String MAGIC = "SBR1";

    private RasterCodec() {}

    public static byte[] encode(Raster raster) {
        var out = ByteBuffer.allocate(Header.BYTES + raster.rgb().length);
        Header.write(out, MAGIC, raster.width(), raster.height());
        return out.put(raster.rgb()).array();
    }

    /** @throws PictureFormatException if the bytes are not a whole picture */
    public static Raster decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes));
    }

    /**
     * Reads the buffer to its end; it may be a mapped file.
     *
     * @throws PictureFormatException if the bytes are not a whole picture
     */
    public static Raster decode(ByteBuffer in) {
        Header header = Header.read(in, MAGIC, "a picture");
        return new Raster(header.width(), header.height(), header.body(in, 3 * header.area(), "a picture"));
    }
}
