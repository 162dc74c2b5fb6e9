package chatcontacts.app;

/** The version of this build, from the jar's manifest. */
final class Version {

    static final String CURRENT = of(Version.class.getPackage());

    private Version() {}

    private static String of(Package jar) {
        String version = jar.getImplementationVersion();
        return version == null ? "development" : version;
    }
}
