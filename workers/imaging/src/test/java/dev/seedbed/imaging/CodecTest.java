package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CodecTest {

    @Test
    void everyPictureComesBackAsItWas() {
        for (int seed = 0; seed < 200; seed++) {
            int width = 1 + seed % 23;
            int height = 1 + seed * 7 % 31;
            var raster = new Raster(width, height, Noise.bytes(3 * width * height, seed));
            var grey = new GreyMap(width, height, Noise.bytes(width * height, seed));
            assertThat(RasterCodec.decode(RasterCodec.encode(raster)).rgb()).isEqualTo(raster.rgb());
            assertThat(GreyCodec.decode(GreyCodec.encode(grey)).levels()).isEqualTo(grey.levels());
        }
    }

    @Test
    void everyMaskComesBackAsItWas() {
        for (int seed = 0; seed < 200; seed++) {
            int width = 1 + seed % 23;
            int height = 1 + seed * 7 % 31;
            byte[] labels = Noise.bytes(width * height, seed);
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) (seed % 2 == 0 ? labels[i] : labels[i] >> 7);
            }
            Mask back = MaskCodec.decode(MaskCodec.encode(new Mask(width, height, labels)));
            assertThat(back.width()).isEqualTo(width);
            assertThat(back.labels()).isEqualTo(labels);
        }
    }

    @Test
    void aPlainMaskIsAFewBytesLong() {
        assertThat(MaskCodec.encode(new Mask(500, 375, new byte[500 * 375]))).hasSize(16);
    }

    @Test
    void cutOrPaddedBytesAreRefused() {
        byte[] mask = MaskCodec.encode(new Mask(9, 9, Noise.bytes(81, 5)));
        byte[] raster = RasterCodec.encode(new Raster(4, 4, Noise.bytes(48, 5)));
        byte[] grey = GreyCodec.encode(new GreyMap(4, 4, Noise.bytes(16, 5)));
        refusesEveryOtherLength(mask, MaskCodec::decode);
        refusesEveryOtherLength(raster, RasterCodec::decode);
        refusesEveryOtherLength(grey, GreyCodec::decode);
        assertThatThrownBy(() -> MaskCodec.decode(raster)).isInstanceOf(PictureFormatException.class).hasMessageContaining("SBM1");
    }

    @Test
    void aMaskWrittenInAnotherWayIsRefused() {
        byte[] whole = MaskCodec.encode(new Mask(4, 1, new byte[4]));
        refuses(runs(whole, 0, 2, 0, 2), "follow each other");
        refuses(runs(whole, 0, 0, 1, 4), "length");
        refuses(runs(whole, 0, 0x84, 0), "length");
        refuses(runs(whole, 0, 5), "longer");
        refuses(runs(whole, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), "length");
    }

    private static void refuses(byte[] bytes, String reason) {
        assertThatThrownBy(() -> MaskCodec.decode(bytes)).isInstanceOf(PictureFormatException.class).hasMessageContaining(reason);
    }

    private static byte[] runs(byte[] header, int... runs) {
        byte[] bytes = Arrays.copyOf(header, Header.BYTES + runs.length);
        for (int i = 0; i < runs.length; i++) {
            bytes[Header.BYTES + i] = (byte) runs[i];
        }
        return bytes;
    }

    private static void refusesEveryOtherLength(byte[] bytes, Function<byte[], ?> decode) {
        for (int length = 0; length <= bytes.length + 1; length++) {
            if (length != bytes.length) {
                byte[] other = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> decode.apply(other)).isInstanceOf(PictureFormatException.class);
            }
        }
    }
}
