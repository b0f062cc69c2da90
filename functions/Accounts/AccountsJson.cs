using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Accounts;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AccountRow))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountList))]
[JsonSerializable(typeof(ConfirmAccount))]
[JsonSerializable(typeof(Unlinked))]
[JsonSerializable(typeof(PhoneView))]
internal sealed partial class AccountsJson : JsonSerializerContext;
