using Microsoft.Extensions.Options;

namespace Countersign.Storage;

[OptionsValidator]
internal sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
