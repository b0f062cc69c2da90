using Microsoft.Extensions.Options;

namespace Countersign.Http;

[OptionsValidator]
internal sealed partial class LimitsOptionsValidator : IValidateOptions<LimitsOptions>;
