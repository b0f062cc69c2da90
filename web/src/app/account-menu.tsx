import { Button, Icon, Menu, MenuChoice, MenuItem, MenuLine, MenuNote } from '@/shared/components'
import { useSession } from '@/shared/auth/session'
import { openPhone } from '@/shared/phone'
import { setTheme, useTheme, type Theme } from '@/shared/theme/theme'
import { app as strings } from './strings'

const themes: { value: Theme; label: string; icon: 'screen' | 'sun' | 'moon' }[] = [
  { value: 'system', label: strings.themes.system, icon: 'screen' },
  { value: 'light', label: strings.themes.light, icon: 'sun' },
  { value: 'dark', label: strings.themes.dark, icon: 'moon' },
]

export function AccountMenu() {
  const { person, config, signOut } = useSession()
  const theme = useTheme()
  return (
    <Menu
      side="top"
      trigger={
        <Button kind="quiet" className="w-full !justify-start">
          <span className="sr-only">{strings.account}: </span>
          <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent">
            {person.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="truncate">{person.name}</span>
        </Button>
      }
    >
      <MenuNote>
        <span className="block font-medium">{person.name}</span>
        {person.email !== undefined && <span className="block text-xs text-soft">{person.email}</span>}
      </MenuNote>
      <MenuLine />
      {config.phone !== undefined && config.phone !== null && (
        <>
          <MenuItem icon="phone" onSelect={() => openPhone(config.phone)}>
            <span className="grow">{strings.phone}</span>
            <Icon name="external" className="text-soft" />
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuChoice label={strings.theme} value={theme} onChange={setTheme} choices={themes} />
      <MenuLine />
      <MenuItem icon="leave" onSelect={() => void signOut()}>
        {strings.signOut}
      </MenuItem>
    </Menu>
  )
}
