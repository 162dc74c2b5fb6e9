package chatcontacts.testkit.connect;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks AWS Signature Version 4 as the server does:  it knows the secret and computes the signature itself. */
public final class SignatureCheck {

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/, ]+)/(\\d{8})/"
            + "([a-z0-9-]+)/([a-z]+)/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private final AccessKeys keys;
    private final String service;

    /**
     * For one service.
     *
     * @param service the signing name, such as {@code connect}
     */
    public SignatureCheck(AccessKeys keys, String service) {
        this.keys = keys;
        this.service = service;
    }

    /**
     * What was received.
     *
     * @param headers by name, in any case; null for one that is not there
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came
    public record Received(String method, URI target, Function<String, String> headers, byte[] body) {
        private String header(String name) {
            return Optional.ofNullable(headers.apply(name)).orElse("");
        }
    }

    /**
     * Who sent it.
     *
     * @param owner of the key, empty if the call is refused
     * @param fault why it is refused: an error code of AWS; empty if it is not
     */
    public record SignatureResult(String owner, String fault) {}

    SignatureResult check(Received call, Instant now) {
        Matcher authorization = AUTHORIZATION.matcher(call.header("Authorization"));
        if (!authorization.matches() || !authorization.group(4).equals(service)) {
            return new SignatureResult("", "InvalidSignatureException");
        }
        Optional<AccessKeys.Key> key = keys.find(authorization.group(1));
        if (key.isEmpty() || !key.get().sessionToken().equals(call.header("X-Amz-Security-Token"))) {
            return new SignatureResult("", "UnrecognizedClientException");
        }
        if (!now.isBefore(key.get().until())) {
            return new SignatureResult("", "ExpiredTokenException");
        }
        String date = call.header("X-Amz-Date");
        Instant signedAt = date.isEmpty() ? Instant.EPOCH : Instant.from(TIME.parse(date));
        boolean fresh = Duration.between(signedAt, now).abs().compareTo(MAX_SKEW) < 0;
        List<String> signed = List.of(authorization.group(5).split(";"));
        boolean whole = signed.contains("host")
                && signed.contains("x-amz-date")
                && (key.get().sessionToken().isEmpty() || signed.contains("x-amz-security-token"));
        boolean right = fresh
                && whole
                && date.startsWith(authorization.group(2))
                && signature(call, authorization, signed, date, key.get().secret())
                        .equals(authorization.group(6));
        return right
                ? new SignatureResult(key.get().owner(), "")
                : new SignatureResult("", "InvalidSignatureException");
    }

    private String signature(Received call, Matcher authorization, List<String> signed, String date, String secret) {
        String headers = signed.stream()
                .map(name -> name + ":" + call.header(name).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String request = String.join(
                "\n",
                call.method,
                call.target.getRawPath().isEmpty() ? "/" : call.target.getRawPath(),
                query(call.target),
                headers,
                String.join(";", signed),
                sha256(call.body));
        String scope = authorization.group(2) + "/" + authorization.group(3) + "/" + service + "/aws4_request";
        String toSign =
                String.join("\n", "AWS4-HMAC-SHA256", date, scope, sha256(request.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String query(URI target) {
        String query = target.getRawQuery();
        return query == null ? "" : Arrays.stream(query.split("&")).sorted().collect(Collectors.joining("&"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
