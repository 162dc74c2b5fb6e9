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

/** A value that stands in a file, as the AWS CLI has it: {@code file://} and a path, which need not be absolute. */
final class Paramfile {

    private static final String PREFIX = "file://";

    private Paramfile() {}

    static boolean isOne(String value) {
        return value.startsWith(PREFIX);
    }

    /** The value itself, or what stands in its file. */
    static String resolve(String value) throws InputSyntaxException {
        return isOne(value) ? read(value) : value;
    }

    /** The file's text, which must be UTF-8; a byte order mark is left out. */
    static String read(String value) throws InputSyntaxException {
        String name = value.substring(PREFIX.length());
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path(name))) {
            bytes = in.readNBytes(InputLimits.BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new InputSyntaxException("there is no file " + name);
        } catch (IOException | InvalidPathException e) {
            throw new InputSyntaxException(
                    "the file " + name + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        if (bytes.length > InputLimits.BYTES) {
            throw new InputSyntaxException("the file " + name + " holds more than " + InputLimits.BYTES + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InputSyntaxException("the file " + name + " is not in UTF-8");
        }
    }

    private static Path path(String name) {
        return name.startsWith("~/") ? Path.of(System.getProperty("user.home"), name.substring(2)) : Path.of(name);
    }
}
