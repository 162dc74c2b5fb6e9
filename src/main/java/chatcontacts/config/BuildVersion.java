package chatcontacts.config;

/** The version of this build, from the jar's manifest. */
public final class BuildVersion {

    public static final String CURRENT = of(BuildVersion.class.getPackage());

    private BuildVersion() {}

    private static String of(Package jar) {
        String version = jar.getImplementationVersion();
        return version == null ? "development" : version;
    }
}
