package chatcontacts.cli.submit.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A value that stands in a file, as in the AWS CLI: {@code file://} and a path, which need not be absolute. */
final class Paramfile {

    private static final String PREFIX = "file://";
    private static final String BINARY_PREFIX = "fileb://";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Paramfile() {}

    /** The value itself, or its file's text: in UTF-8, each line break as one line feed, a byte order mark kept. */
    static String resolve(String value) throws InputSyntaxException {
        if (value.startsWith(BINARY_PREFIX)) {
            throw new InputSyntaxException("is text: write file:// in place of fileb://");
        }
        return value.startsWith(PREFIX) ? read(value.substring(PREFIX.length())) : value;
    }

    /** The same for a value that is a document: a byte order mark before it is not a part of it. */
    static String resolveDocument(String value) throws InputSyntaxException {
        String text = resolve(value);
        boolean marked = value.startsWith(PREFIX) && text.startsWith(BYTE_ORDER_MARK);
        return marked ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String read(String name) throws InputSyntaxException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path(name))) {
            bytes = in.readNBytes(InputLimits.BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new InputSyntaxException("file not found: " + name);
        } catch (IOException | InvalidPathException e) {
            throw new InputSyntaxException(
                    "the file " + name + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (bytes.length > InputLimits.BYTES) {
            throw new InputSyntaxException("the file " + name + " has more than " + InputLimits.BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replace("\r\n", "\n")
                    .replace('\r', '\n');
        } catch (CharacterCodingException e) {
            throw new InputSyntaxException("the file " + name + " is not in UTF-8");
        }
    }

    private static Path path(String name) {
        return name.startsWith("~/") ? Path.of(System.getProperty("user.home"), name.substring(2)) : Path.of(name);
    }
}
