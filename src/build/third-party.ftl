# Third-party licences

The libraries in `lib` next to the jar, with the licences that their POMs declare. The build generates this list. To update it:
`mvn test -Dtest=ThirdPartyTest -Dthird.party.update=true`. [NOTICE](../../NOTICE) names third-party code in the jar itself.

| Library | Version | Licence |
|---|---|---|
<#list dependencyMap as entry>
<#assign library = entry.getKey()/>
| ${library.groupId}:${library.artifactId} | ${library.version} | <#list entry.getValue() as licence>${licence}<#sep>; </#list> |
</#list>
