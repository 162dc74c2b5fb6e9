package chatcontacts.keys;

import java.io.Serial;
import java.nio.file.Path;

/** A file is not what it must be. The message names the file and what is expected, and quotes nothing of it. */
public final class KeyFileException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    KeyFileException(Path file, String problem) {
        super(file + " " + problem);
    }
}
