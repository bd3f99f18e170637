/** What kinds of columns and words there are, where that decides how a question is read. */

/** Products with everyday names. */
export const knownProducts = new Set('chrome firefox edge java openssl openssh log4j zoom teams office outlook acrobat reader silverlight flash python putty winrar 7zip wireshark exchange tomcat nginx mysql postgresql vlc curl git docker teamviewer anydesk notepad filezilla citrix vmware itunes skype slack webex apache confluence jira jenkins wordpress php nodejs dotnet sharepoint'.split(' '));
/** Numbers that the schema keeps as text. */
export const textNumbers = new Set(['KeySize']);
/** Words with a capital that name no product. */
export const notProducts = new Set('windows linux macos cve cves cvss epss os bios tpm uefi microsoft defender kb tvm eos eol android ios critical high medium low show list find get which what how count give return'.split(' '));

/** Columns whose values are names that any word may be. */
export const nameColumns = /^(?:Department|JobTitle|City|Manufacturer|CampaignName|MachineGroup|CompanyName|Site|OSDistribution|Signer|Issuer|ThreatFamily|BrowserName|KubernetesNamespace|(?:Software|Extension)?Vendor|RegistryDeviceTag|DeviceManualTags|DeviceDynamicTags|Tags|Sensitivity(?:Sub)?Label)$/;

/** Columns whose values are names of several words, each with a capital. */
export const titleColumns = /^(?:(?:Email|Message)?Subject|ResourceDisplayName|ServicePrincipalName|AppName|GroupName|PolicyName|ProfileName|Title|NodeName|AgentName|AIAgentName|(?:Account|Sender)?DisplayName)$/;

/** Columns of few values, which everyday words name: "confidence level high". */
export const levelColumns = /(?:Level|Status|State|Severity|Risk|Priority)$/;

/** Things that have properties: "devices with chrome" filters no device name. */
export const entityWords = new Set(['devic', 'device', 'user', 'account', 'fil', 'file', 'process', 'email', 'ip', 'url', 'domain', 'software', 'extens', 'extension', 'applic', 'program', 'sender', 'recipient', 'alert', 'vulnerability', 'mailbox', 'country', 'attachment', 'agent', 'port', 'dll']);

/** Columns of long text: a row may hold several of the words asked for. Of every other column a row has one value. */
export const textColumns = /CommandLine|Subject|Title|Details|Description|AdditionalFields|RawEventData|Query$|Body|ThreatTypes|DetectionMethods|Categories|AttackTechniques|Permissions|ActivityObjects|ValueData|Url$|Addresses$|FolderPath$/;

/** Accounts that are called by everyday words. */
export const accountNouns = /^(?:system|admin|administrator|guest|root|krbtgt|local|network|anonymous|service|nt)$/i;
