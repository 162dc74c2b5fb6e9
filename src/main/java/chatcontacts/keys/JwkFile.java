package chatcontacts.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/** A JSON Web Key, or a set of them. */
final class JwkFile {

    private JwkFile() {}

    /** The keys in their order. */
    static List<JWK> parse(Path file, String text) {
        try {
            Map<String, Object> json = JSONObjectUtils.parse(text);
            return json.containsKey("keys") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
        } catch (ParseException e) {
            // Its message may quote the file, and with it a private key.
            throw new KeyFileException(file, "is not a JWKS (a JSON object with the member keys) or a JWK");
        }
    }
}
