/** What a release is made of beside the jar. Runs in the build only, see the profile {@code sbom}. */
@NullMarked
package chatcontacts.release;

import org.jspecify.annotations.NullMarked;
