package chatcontacts.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenGuardTest {

    private static final String TOKEN = "correct-horse:battery";

    private final TokenGuard strict = TokenGuard.bearer(TOKEN);
    private final TokenGuard readers = TokenGuard.bearerOrBasic(TOKEN);

    @Test
    void theTokenPasses() {
        assertThat(strict.admits("Bearer " + TOKEN)).isTrue();
        assertThat(readers.admits("bearer  " + TOKEN)).isTrue();
    }

    @Test
    void browsersPassWithTheTokenAsPasswordWhereTheyMay() {
        assertThat(readers.admits("Basic " + base64("anybody:" + TOKEN))).isTrue();
        assertThat(readers.admits("Basic " + base64(":" + TOKEN))).isTrue();
        assertThat(strict.admits("Basic " + base64("anybody:" + TOKEN))).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer correct-horse:batter",
                "Bearer correct-horse:batteryy",
                "Bearer Correct-horse:battery",
                "Bearer correct-horse:battery, Bearer x",
                "correct-horse:battery",
                "Digest correct-horse:battery",
                "Basic correct-horse:battery",
                "Basic !!!",
                "Basic "
            })
    void nothingElsePasses(String authorization) {
        assertThat(strict.admits(authorization)).isFalse();
        assertThat(readers.admits(authorization)).isFalse();
    }

    @Test
    void aUserNameAloneIsNoToken() {
        assertThat(readers.admits("Basic " + base64(TOKEN + ":"))).isFalse();
        assertThat(readers.admits("Basic " + base64("anybody:wrong"))).isFalse();
    }

    @Test
    void saysWhatWouldPassAndNotTheToken() {
        assertThat(readers.challenge().headers().get("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(strict.challenge().headers().get("WWW-Authenticate")).startsWith("Bearer realm=");
        assertThat(strict.challenge().status()).isEqualTo(401);
        assertThat(strict.challenge().toString()).doesNotContain("horse");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
