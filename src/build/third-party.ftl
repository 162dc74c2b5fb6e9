# Libraries in the distribution

What lies in `lib` beside the jar, with the licences that each names. Made by the build from their POMs; to renew it:
`mvn test -Dtest=ThirdPartyTest -Dthird.party.update=true`. What the jar itself contains of others: [NOTICE](NOTICE).

| Library | Version | Licence |
|---|---|---|
<#list dependencyMap as entry>
<#assign library = entry.getKey()/>
| ${library.groupId}:${library.artifactId} | ${library.version} | <#list entry.getValue() as licence>${licence}<#sep>; </#list> |
</#list>
