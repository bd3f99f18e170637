import { Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ClockRegular } from '@fluentui/react-icons/svg/clock';
import { DocumentTextRegular } from '@fluentui/react-icons/svg/document-text';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { SignOutRegular } from '@fluentui/react-icons/svg/sign-out';
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon';
import { WeatherSunnyRegular } from '@fluentui/react-icons/svg/weather-sunny';
import { Link, NavLink, useNavigate } from 'react-router';
import { BrandMark } from './brand-mark.js';
import { themeChoice, useTheme, zoneChoice, type ThemeChoice } from './preferences.js';
import { SearchBox } from './search-box.js';
import { useSession } from './session.js';
import styles from './shell.module.css';

/** Product, search, clock, theme and person. */
export function TopBar() {
  const { person, signOut } = useSession();
  const theme = useTheme();
  const choice = themeChoice.use();
  const zone = zoneChoice.use();
  const navigate = useNavigate();
  const otherTheme = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className={styles.bar} data-print="hide">
      <div className={styles.left}>
      <Link to="/" className={styles.product}>
        <BrandMark />
        <span>Attest</span>
      </Link>
      <nav aria-label="Pages" className={styles.pages}>
        <NavLink to="/" end>
          Incidents
        </NavLink>
        <NavLink to="/scripts">Scripts</NavLink>
        <NavLink to="/hunt">Hunt</NavLink>
        <NavLink to="/actions">Actions</NavLink>
        <NavLink to="/guidebooks">Guidebooks</NavLink>
        <NavLink to="/reports">Reports</NavLink>
        <NavLink to="/evaluation">Evaluation</NavLink>
      </nav>
      </div>
      <SearchBox />
      <div className={styles.tools}>
        <Button appearance="subtle" icon={<ClockRegular />} onClick={() => zoneChoice.set(zone === 'utc' ? 'local' : 'utc')} title={zone === 'utc' ? 'Times are in UTC. Show local time' : 'Times are local. Show UTC'} className={styles.zone}>
          {zone === 'utc' ? 'UTC' : 'Local'}
        </Button>
        <Button appearance="subtle" icon={theme === 'dark' ? <WeatherSunnyRegular /> : <WeatherMoonRegular />} onClick={() => themeChoice.set(otherTheme)} aria-label={`Use the ${otherTheme} theme`} title={`Use the ${otherTheme} theme`} />
        <Menu checkedValues={{ theme: [choice] }} onCheckedValueChange={(_, data) => themeChoice.set((data.checkedItems[0] ?? 'system') as ThemeChoice)}>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" icon={<PersonRegular />} aria-label={`Signed in as ${person.name}`} title={`Signed in as ${person.name}`} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuGroup>
                <MenuGroupHeader>
                  {person.name}, tenant {person.tenant}
                </MenuGroupHeader>
              </MenuGroup>
              <MenuDivider />
              <MenuGroup>
                <MenuGroupHeader>Theme</MenuGroupHeader>
                <MenuItemRadio name="theme" value="system">
                  As the system
                </MenuItemRadio>
                <MenuItemRadio name="theme" value="light">
                  Light
                </MenuItemRadio>
                <MenuItemRadio name="theme" value="dark">
                  Dark
                </MenuItemRadio>
              </MenuGroup>
              <MenuDivider />
              <MenuItem icon={<DocumentTextRegular />} onClick={() => void navigate('/settings/report')}>
                Report template
              </MenuItem>
              <MenuItem icon={<SignOutRegular />} onClick={() => void signOut()}>
                Sign out
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
    </header>
  );
}
