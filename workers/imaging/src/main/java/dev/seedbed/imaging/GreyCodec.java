package dev.seedbed.imaging;

import java.nio.ByteBuffer;

/** Grey maps as bytes: {@code SBG1}, width, height (big-endian integers), then one byte a pixel. Equal maps, equal bytes. */
public final class GreyCodec {

    private static final String MAGIC = "SBG1";

    private GreyCodec() {}

    public static byte[] encode(GreyMap map) {
        var out = ByteBuffer.allocate(Header.BYTES + map.levels().length);
        Header.write(out, MAGIC, map.width(), map.height());
        return out.put(map.levels()).array();
    }

    /** @throws PictureFormatException if the bytes are not a whole grey map */
    public static GreyMap decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        Header header = Header.read(in, MAGIC, "a grey map");
        return new GreyMap(header.width(), header.height(), header.body(in, header.area(), "a grey map"));
    }
}
