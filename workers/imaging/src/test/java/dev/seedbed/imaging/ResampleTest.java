package dev.seedbed.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hashes are those of Pillow 13's results on the same noise. */
class ResampleTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "50 37 21 19 5df41c813571164b 2587c785582b5c4c ead3edff8a963678 4c42503c97835f4a",
        "50 37 50 19 ae3892496122704e a0fc48a23011fabd 00b3f1bf106c60fa 08393d31758c4a61",
        "33 48 128 128 d762c0b0f568a578 0d8081b4a72574b3 bf1ddcf72d9acf59 ffb198cb5443cd9f",
        "1 1 5 7 390bf0245f58e8ad 390bf0245f58e8ad 64852e7f6f6b4145 64852e7f6f6b4145",
        "64 64 3 2 919d83d6c083c7e1 4f713029417700ab 9e4e7c1e4a5be5b2 e825b7432dc3aac4",
        "97 61 40 61 e1d00eb726b31718 9b10d24229c7aae3 51c147f7331a0259 e1960f7b6849dde7"
    })
    void givesPillowsBytes(
            int width, int height, int toWidth, int toHeight, String bicubic, String bilinear, String nearest, String grey) {
        int seed = width * 1000 + height;
        var raster = new Raster(width, height, Noise.bytes(3 * width * height, seed));
        byte[] single = Noise.bytes(width * height, seed);
        assertThat(hash(Resample.bicubic(raster, toWidth, toHeight).rgb())).startsWith(bicubic);
        assertThat(hash(Resample.bilinear(raster, toWidth, toHeight).rgb())).startsWith(bilinear);
        assertThat(hash(Resample.nearest(new Mask(width, height, single), toWidth, toHeight).labels())).startsWith(nearest);
        assertThat(hash(Resample.bilinear(new GreyMap(width, height, single), toWidth, toHeight).levels())).startsWith(grey);
    }

    @Test
    void nearestTakesPillowsPixelsAtEverySize() {
        MessageDigest digest = digest();
        for (int from = 1; from < 140; from++) {
            byte[] ramp = new byte[from];
            for (int i = 0; i < from; i++) {
                ramp[i] = (byte) i;
            }
            for (int to = 1; to < 300; to += 7) {
                digest.update(Resample.nearest(new Mask(from, 1, ramp), to, 1).labels());
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("29bc7186d39cd941b89656bf3770822ca9e82cb408154d4efc0801e301b4d443");
    }

    @Test
    void mirroringTwiceChangesNothing() {
        var raster = new Raster(5, 3, Noise.bytes(45, 1));
        var mask = new Mask(5, 3, Noise.bytes(15, 2));
        var grey = new GreyMap(5, 3, Noise.bytes(15, 3));
        assertThat(Mirror.of(Mirror.of(raster)).rgb()).isEqualTo(raster.rgb());
        assertThat(Mirror.of(Mirror.of(mask)).labels()).isEqualTo(mask.labels());
        assertThat(Mirror.of(Mirror.of(grey)).levels()).isEqualTo(grey.levels());
        assertThat(Mirror.of(mask).at(5)).isEqualTo(mask.at(9));
        assertThat(Mirror.of(raster).rgb()[3]).isEqualTo(raster.rgb()[9]);
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
