package chatcontacts.release;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the libraries that a build uses with a committed list of their SHA-256. It needs nothing but the JDK and runs from its
 * source, before anything is compiled:
 *
 * <pre>java Checksums.java check|update LIST REPOSITORY CLASSPATH...</pre>
 *
 * <p>{@code update} writes what is there into the list; lines of artifacts that are not there stay, for other profiles of the build.
 * So do those of files that are named and not there, which such a profile uses in a version of its own.
 */
final class Checksums {

    private static final String HEAD = "# SHA-256 of each library that a build uses. To update: mvn process-sources"
            + " -Dchecksums=update, and look at what changed.";

    private final Path list;
    private final Path repository;

    /** @param repository the local one of Maven: the list names files by their places in it */
    Checksums(Path list, Path repository) {
        this.list = list;
        this.repository = repository.toAbsolutePath();
    }

    public static void main(String[] args) throws IOException {
        Checksums checksums = new Checksums(Path.of(args[1]), Path.of(args[2]));
        List<Path> files = files(Arrays.asList(args).subList(3, args.length));
        switch (args[0]) {
            case "check" -> {
                List<String> problems = checksums.check(files);
                problems.forEach(System.err::println);
                System.exit(problems.isEmpty() ? 0 : 1);
            }
            case "update" -> checksums.update(files);
            default -> throw new IllegalArgumentException("check or update");
        }
    }

    /** The libraries of class paths, there or not; folders are none. */
    static List<Path> files(List<String> classPaths) {
        return classPaths.stream()
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(name -> name.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    /** What is wrong; empty if every file is listed as it is. */
    List<String> check(List<Path> files) throws IOException {
        Map<String, String> listed = read();
        List<String> problems = new ArrayList<>();
        for (Path file : there(files)) {
            String expected = listed.get(name(file));
            if (expected == null) {
                problems.add(name(file) + " is not on the list " + list + "; to add it: mvn process-sources"
                        + " -Dchecksums=update");
            } else if (!expected.equals(sha256(file))) {
                problems.add(file + " is not the file that " + list + " names: its SHA-256 is " + sha256(file));
            }
        }
        return problems;
    }

    void update(List<Path> files) throws IOException {
        Map<String, String> listed = Files.exists(list) ? read() : new TreeMap<>();
        Set<String> named = files.stream().map(this::name).collect(Collectors.toSet());
        for (Path file : there(files)) {
            listed.keySet().removeIf(known -> known.startsWith(artifact(file)) && !named.contains(known));
            listed.put(name(file), sha256(file));
        }
        List<String> lines = new ArrayList<>(List.of(HEAD));
        listed.forEach((name, sum) -> lines.add(sum + "  " + name));
        Files.write(list, lines);
    }

    private static List<Path> there(List<Path> files) {
        return files.stream().filter(Files::isRegularFile).toList();
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(list)) {
            String[] words = line.split(" +", -1);
            if (words.length == 2 && !line.startsWith("#")) {
                listed.put(words[1], words[0]);
            }
        }
        return listed;
    }

    /** {@code group/artifact/version/file}, the group with a slash for each dot. */
    private String name(Path file) {
        return repository.relativize(file.toAbsolutePath()).toString().replace(File.separatorChar, '/');
    }

    /** {@code group/artifact/}. */
    private String artifact(Path file) {
        return name(file).replaceFirst("[^/]+/[^/]+$", "");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
